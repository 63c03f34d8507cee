import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SenderEntity } from './internal/sender.entity.js';

/** Names and numbers that messages come from. Only the table so far, no controller. */
@Module({ imports: [TypeOrmModule.forFeature([SenderEntity])] })
export class SendersModule {}
