import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SenderEntity } from './internal/sender.entity.js';

/** Names and numbers that messages come from. The table is here; its controllers come with messages. */
@Module({ imports: [TypeOrmModule.forFeature([SenderEntity])] })
export class SendersModule {}
